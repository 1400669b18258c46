/** What a worker of a sweep tells its parent. */
export type WorkerMessage =
  | { readonly kind: "ready" | "done" }
  | { readonly kind: "progress"; readonly share: number; readonly text: string }
  /** `user`: the text is one line meant for the terminal; otherwise a stack. */
  | { readonly kind: "failed"; readonly user: boolean; readonly text: string };
