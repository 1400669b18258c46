export default async function experimentVerifyAction(): Promise<void> {}
