import { createHash } from "node:crypto";

/**
 * SHA-256 as hex digits.
 *
 * @example sha256("") // "e3b0c442…"
 */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
