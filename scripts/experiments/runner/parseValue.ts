import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { UserError } from "../../common/errors.js";
import type { Parameter, Primitive } from "./parameter.js";

/**
 * One value of a parameter from text.
 *
 * @param files gets the path of a file by its name in the cell (`NAME@HASH`).
 * @throws UserError that says what is allowed.
 * @example parseValue(parameter, "0.25", files) // 0.25
 */
export function parseValue(parameter: Parameter, text: string, files: Map<string, string>): Primitive {
  const { name, kind } = parameter;
  const wrong = (allowed: string) => new UserError(`${name} must be ${allowed}, got "${text}"`);
  switch (kind) {
    case "whole":
    case "real": {
      const { min, max } = parameter;
      const value = text.trim() === "" ? Number.NaN : Number(text);
      const fits = kind === "whole" ? Number.isSafeInteger(value) : Number.isFinite(value);
      if (!fits || value < min || value > max) {
        throw wrong(`a ${kind === "whole" ? "whole number" : "number"} from ${min} to ${max}`);
      }
      // Minus zero would print as 0 and be another value.
      return value === 0 ? 0 : value;
    }
    case "choice":
      if (!parameter.options.includes(text)) throw wrong(`one of ${parameter.options.join(", ")}`);
      return text;
    case "flag":
      if (text !== "true" && text !== "false") throw wrong("true or false");
      return text === "true";
    case "file": {
      if (text === parameter.word) return text;
      const value = `${basename(text)}@${hashOf(text, () => wrong(`a file that can be read, or "${parameter.word}"`))}`;
      files.set(value, resolve(text));
      return value;
    }
  }
}

/** 12 hex digits of SHA-256. */
function hashOf(path: string, wrong: () => UserError): string {
  try {
    return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 12);
  } catch (error) {
    throw Object.assign(wrong(), { cause: error });
  }
}
