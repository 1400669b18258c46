/** The parameters that every experiment with learning operators has; the runner's declarations are beside them. */
export interface LearningSettings {
  readonly policy: string;
  readonly operators: number;
  readonly epochs: number;
  readonly domains: number;
  readonly rule: string;
  readonly order: string;
  readonly frequency: number;
  readonly start: string;
  /** In units of V. */
  readonly emission: number;
  readonly layers: number;
  readonly load: number;
  readonly service: string;
  readonly router: string;
  readonly demand: string;
  readonly keys: "impersonated" | "real";
  readonly seed: number;
}
