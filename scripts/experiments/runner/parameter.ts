export type Primitive = number | string | boolean;

interface Declared<Value extends Primitive> {
  readonly name: string;
  /** One line for `experiment list`. */
  readonly text: string;
  /** Several make a grid by default. */
  readonly default: readonly Value[];
}

/** A parameter of an experiment: its values are checked before anything runs. */
export type Parameter =
  | (Declared<number> & { readonly kind: "whole" | "real"; readonly min: number; readonly max: number })
  | (Declared<string> & { readonly kind: "choice"; readonly options: readonly string[] })
  | (Declared<boolean> & { readonly kind: "flag" })
  /** A file, or the word that stands for none. In a cell it is `NAME@HASH`, so that a folder's path changes no byte. */
  | (Declared<string> & { readonly kind: "file"; readonly word: string });

type ValueOf<P extends Parameter> = P extends { readonly kind: "whole" | "real" }
  ? number
  : P extends { readonly kind: "choice"; readonly options: readonly (infer Option extends string)[] }
    ? Option
    : P extends { readonly kind: "flag" }
      ? boolean
      : string;

/** The parameters and the seed of one cell, typed by the declaration. */
export type CellOf<P extends readonly Parameter[]> = {
  readonly [K in P[number] as K["name"]]: ValueOf<K>;
} & { readonly seed: number };

/** Values of the parameters, typed by the declaration; several make a grid. */
export type ValuesOf<P extends readonly Parameter[]> = {
  readonly [K in P[number] as K["name"]]: readonly ValueOf<K>[];
};

/** One combination of parameter values with one seed: all that a cell's result depends on. */
export type Cell = Readonly<Record<string, Primitive>> & { readonly seed: number };

/** Values of parameters by name; several make a grid. */
export type Values = Readonly<Record<string, readonly Primitive[]>>;
