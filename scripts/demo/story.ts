import type { PolicyName } from "../../ignition/modules/Breadth.js";

/** A failure domain: what fails together. */
export interface StoryDomain {
  name: string;
  availability: number;
}

/** A workload class with its success curve. */
export interface StoryClass {
  name: string;
  /** Demand weight; all together 1,000. */
  weight: number;
  kappas: number[];
  alphas: number[];
}

/** What an operator can do in one class: reliability u and capacity ratio x. */
export interface StoryService {
  workload: string;
  u: number;
  x: number;
}

/** One of the dozen. */
export interface StoryOperator {
  name: string;
  domain: string;
  /** {tokens} */
  stake: number;
  /** {h} First measured then, if not from the start. */
  joins?: number;
  /** {h} Not measured any more from then on. */
  silentFrom?: number;
  services: StoryService[];
}

export const DOMAINS: StoryDomain[] = [
  { name: "budget-eu", availability: 0.97 },
  { name: "premium-us", availability: 0.995 },
  { name: "racks-asia", availability: 0.985 },
];

export const CLASSES: StoryClass[] = [
  { name: "chat-8B", weight: 400, kappas: [1], alphas: [1] },
  { name: "chat-70B", weight: 250, kappas: [0.5, 2], alphas: [0.6, 0.4] },
  { name: "code", weight: 150, kappas: [1], alphas: [1] },
  { name: "embed", weight: 100, kappas: [1], alphas: [1] },
  { name: "vision", weight: 60, kappas: [0.5, 1, 3], alphas: [0.5, 0.3, 0.2] },
  { name: "medical-TEE", weight: 40, kappas: [1], alphas: [1] },
];

const chat = (u: number, x: number): StoryService => ({ workload: "chat-8B", u, x });

/** Ada, Ben and Cem are the same machine three times in the crowded cheap domain; Fay is it once more, elsewhere. */
export const OPERATORS: StoryOperator[] = [
  { name: "Ada", domain: "budget-eu", stake: 1_000, services: [chat(0.95, 0.5)] },
  { name: "Ben", domain: "budget-eu", stake: 1_000, services: [chat(0.95, 0.5)] },
  { name: "Cem", domain: "budget-eu", stake: 1_000, silentFrom: 9, services: [chat(0.95, 0.5)] },
  {
    name: "Dia",
    domain: "budget-eu",
    stake: 1_000,
    services: [chat(0.9, 0.3), { workload: "chat-70B", u: 0.9, x: 0.5 }],
  },
  { name: "Eli", domain: "budget-eu", stake: 1_000, services: [chat(0.9, 0.3), { workload: "code", u: 0.9, x: 0.4 }] },
  { name: "Fay", domain: "premium-us", stake: 1_000, services: [chat(0.95, 0.5)] },
  { name: "Gus", domain: "racks-asia", stake: 500, services: [{ workload: "medical-TEE", u: 0.85, x: 0.9 }] },
  { name: "Hal", domain: "premium-us", stake: 20_000, services: [chat(0.6, 0.02)] },
  { name: "Ivy", domain: "premium-us", stake: 1_000, services: [chat(0.42, 0.8)] },
  { name: "Jon", domain: "budget-eu", stake: 1_000, services: [chat(0.97, 1.5), { workload: "embed", u: 0.97, x: 2 }] },
  {
    name: "Kim",
    domain: "racks-asia",
    stake: 2_000,
    services: ["chat-8B", "chat-70B", "code", "embed", "vision"].map((workload) => ({ workload, u: 0.9, x: 0.25 })),
  },
  {
    name: "Lea",
    domain: "premium-us",
    stake: 1_000,
    joins: 12,
    services: [
      { workload: "vision", u: 0.92, x: 0.8 },
      { workload: "chat-70B", u: 0.92, x: 0.3 },
    ],
  },
];

/** {tokens/s} */
export const EMISSION_PER_SECOND = 0.3;
/** {tokens} */
export const BUDGET = 30_000;
/** {h} */
export const HOURS = 24;
export const PAID: PolicyName = "MarginalCoverage";
