/** Attributes of the elements of a drawn chart that have this name, in the order of drawing. */
export function elements(svg: string, name: string): Map<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name}([^>]*)>`, "g"))].map(
    ([, attributes = ""]) =>
      new Map([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, k = "", v = ""]) => [k, v])),
  );
}

/** Everything written in a drawn chart. */
export const texts = (svg: string): string[] =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text = ""]) => text);
