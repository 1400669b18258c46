/** An error meant for the person at the terminal: one line that says what was wrong and what is allowed. */
export class UserError extends Error {
  override readonly name = "UserError";
}
