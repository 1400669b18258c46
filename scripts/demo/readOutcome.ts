import type { PolicyName } from "../../ignition/modules/Breadth.js";
import { readCoverage } from "../chain/readCoverage.js";
import { fromBillionths } from "../common/units.js";
import { classId, type DemoNetwork, find } from "./DemoNetwork.js";
import type { ClassOutcome, DemoOutcome, OperatorOutcome } from "./outcome.js";
import { CLASSES, DOMAINS, OPERATORS, PAID } from "./story.js";

interface ReadOptions {
  network: DemoNetwork;
  coverageFirst: ReadonlyMap<string, number>;
  ended: ReadonlyMap<string, OperatorOutcome["ended"]>;
}

/** Reads the end of the story from the chain: nothing here is remembered from the way there but the first coverage. */
export async function readOutcome({ network, coverageFirst, ended }: ReadOptions): Promise<DemoOutcome> {
  const { vault, ledger, token } = network.deployment;
  const [failed] = await ledger.queryFilter(ledger.filters.PolicyStale());
  if (failed !== undefined) throw new Error(`the policy at ${failed.args.policy} failed on the way`);
  const operators: OperatorOutcome[] = [];
  const servers = new Map<string, string[]>(CLASSES.map(({ name }) => [name, []]));
  for (const { name } of OPERATORS)
    operators.push(await readOperator({ network, name, ended: ended.get(name), servers }));

  const classes: ClassOutcome[] = [];
  const totalWeight = Number(await ledger.totalWeight());
  for (const { name, kappas } of CLASSES) {
    const id = classId(name);
    classes.push({
      name,
      share: Number((await ledger.classOf(id)).weight) / totalWeight,
      layers: kappas.length,
      servers: find(servers, name),
      coverageFirst: find(coverageFirst, name),
      coverageLast: await readCoverage(network.deployment, id),
    });
  }
  const paid = await vault.totalPaid();
  const inPaidPolicy = operators.reduce((sum, { earned }) => sum + (earned.get(PAID) ?? 0n), 0n);
  return {
    classes,
    operators,
    minReliability: fromBillionths(await ledger.minReliability()),
    money: {
      funded: await vault.funded(),
      emitted: await vault.emitted(),
      paid,
      owed: await vault.owed(),
      surplus: await vault.surplus(),
      balance: await token.balanceOf(vault),
      claimable: inPaidPolicy - paid,
    },
  };
}

interface ReadOperatorOptions {
  network: DemoNetwork;
  name: string;
  ended: OperatorOutcome["ended"];
  /** Gets the operator's name wherever it serves. */
  servers: ReadonlyMap<string, string[]>;
}

async function readOperator({ network, name, ended, servers }: ReadOperatorOptions): Promise<OperatorOutcome> {
  const { vault, ledger, token, policies } = network.deployment;
  const address = find(network.addresses, name);
  const { stake, domain } = await ledger.operatorOf(address);
  const claims = await vault.queryFilter(vault.filters.Claimed(undefined, address));
  const claimed = claims.reduce((sum, { args }) => sum + args.amount, 0n);
  if (claimed !== (await token.balanceOf(address))) throw new Error(`${name} was not paid what the vault says`);

  const earned = new Map<PolicyName, bigint>();
  for (const [rule, policy] of policies) {
    earned.set(rule, (await policy.earned(address)) + (rule === PAID ? claimed : 0n));
  }
  const policy = policies.get(PAID);
  if (policy === undefined) throw new Error(`${PAID} is not deployed`);
  const rate = await vault.currentRate();
  const marginal = new Map<string, number>();
  let reliability: number | undefined;
  for (const { name: workload } of CLASSES) {
    const { u, x, served, measuredAt, eligible } = await ledger.measurementOf(address, classId(workload));
    if (measuredAt === 0n) continue;
    reliability = Math.max(reliability ?? 0, fromBillionths(u));
    if (eligible) find(servers, workload).push(name);
    // A quote of this class alone: contributions add up over classes.
    const services = [{ classId: classId(workload), service: { u, x, served } }];
    marginal.set(workload, Number(await policy.quote(address, { stake, domain, services })) / Number(rate));
  }
  const domainName = DOMAINS[Number(domain) - 1]?.name ?? "none";
  return { name, domain: domainName, stake, earned, marginal, reliability, ...(ended === undefined ? {} : { ended }) };
}
