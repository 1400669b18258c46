import { encodeBytes32String, parseEther, type Signer } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { type Deployment, deploy } from "../chain/deploy.js";
import { encodeAvailability, encodeDemand, encodeServices, type ServiceReport } from "../chain/reportCodec.js";
import { randomStream } from "../common/random.js";
import { toBillionths } from "../common/units.js";
import { BUDGET, CLASSES, DOMAINS, EMISSION_PER_SECOND, HOURS, OPERATORS, PAID, type StoryOperator } from "./story.js";

const HOUR = 3_600;

/** The story's network on a chain: deploys it, moves its clock by the hour and carries out what the story says. */
export class DemoNetwork {
  readonly #noise = randomStream(1, "demo/measurement");
  #start = 0;

  private constructor(
    readonly connection: NetworkConnection,
    readonly deployment: Deployment,
    readonly signers: Map<string, Signer>,
    readonly addresses: Map<string, string>,
  ) {}

  /** Deploys everything, lists domains and classes, funds the vault and registers those who are there from the start. */
  static async create(connection: NetworkConnection): Promise<DemoNetwork> {
    const deployment = await deploy(connection, { paid: PAID });
    const { token, vault, ledger } = deployment;
    const [, ...others] = await connection.ethers.getSigners();
    const signers = new Map(OPERATORS.map(({ name }, i) => [name, at(others, i)]));
    const addresses = new Map<string, string>();
    for (const [name, signer] of signers) addresses.set(name, await signer.getAddress());
    const network = new DemoNetwork(connection, deployment, signers, addresses);

    for (const { name, availability } of DOMAINS) {
      await ledger.listDomain(encodeBytes32String(name), toBillionths(availability));
    }
    for (const { weight, kappas, alphas } of CLASSES) {
      await ledger.addClass({ kappas: kappas.map(toBillionths), alphas: alphas.map(toBillionths) }, weight);
    }
    await token.approve(vault, parseEther(String(BUDGET)));
    await vault.fund(parseEther(String(BUDGET)));
    for (const operator of OPERATORS) if (operator.joins === undefined) await network.register(operator);
    network.#start = (await connection.networkHelpers.time.latest()) + HOUR;
    return network;
  }

  /** Moves the clock to an hour of the story; the next transaction is mined exactly then. */
  async toHour(hour: number): Promise<void> {
    await this.connection.networkHelpers.time.setNextBlockTimestamp(this.#start + hour * HOUR);
  }

  /** Mines an empty block at an hour of the story. */
  async mineAt(hour: number): Promise<void> {
    await this.connection.networkHelpers.time.increaseTo(this.#start + hour * HOUR);
  }

  async startEmission(): Promise<void> {
    await this.deployment.vault.setEmissionRate(parseEther(String(EMISSION_PER_SECOND)));
  }

  async register({ name, stake, domain }: StoryOperator): Promise<void> {
    const { token, registry } = this.deployment;
    const signer = find(this.signers, name);
    const amount = parseEther(String(stake));
    await token.transfer(signer, amount);
    await token.connect(signer).approve(registry, amount);
    await registry.connect(signer).register(amount, domainId(domain));
  }

  /** The hour's measurements of everybody who is measured then, in one transaction. */
  async report(hour: number): Promise<void> {
    const entries = OPERATORS.filter(
      ({ joins = 0, silentFrom = HOURS + 1 }) => joins <= hour && hour < silentFrom,
    ).flatMap((operator) => this.#measured(operator));
    await this.deployment.ledger.reportServices(encodeServices(entries));
  }

  async setWeight(workload: string, weight: number): Promise<void> {
    await this.deployment.ledger.reportDemand(encodeDemand([{ classId: classId(workload), weight: BigInt(weight) }]));
  }

  async setAvailability(domain: string, availability: number): Promise<void> {
    const entries = CLASSES.map(({ name }) => ({
      domain: domainId(domain),
      classId: classId(name),
      availability: toBillionths(availability),
    }));
    await this.deployment.ledger.reportAvailability(encodeAvailability(entries));
  }

  async move(name: string, domain: string): Promise<void> {
    const classIds = [...(await this.deployment.ledger.servicesOf(find(this.addresses, name)))];
    await this.deployment.registry.connect(find(this.signers, name)).move(domainId(domain), classIds);
  }

  async expire(name: string): Promise<void> {
    const address = find(this.addresses, name);
    for (const id of await this.deployment.ledger.servicesOf(address)) await this.deployment.ledger.expire(address, id);
  }

  async slashAndJail(name: string, tokens: number): Promise<void> {
    const { registry, ledger, deployer } = this.deployment;
    const address = find(this.addresses, name);
    const reason = encodeBytes32String("forged proof");
    const classIds = [...(await ledger.servicesOf(address))];
    await registry.slash(address, parseEther(String(tokens)), await deployer.getAddress(), reason, []);
    const until = (await this.connection.networkHelpers.time.latest()) + 30 * 24 * HOUR;
    await registry.jail(address, until, reason, classIds);
  }

  async claim(name: string): Promise<bigint> {
    const { vault, ledger, token } = this.deployment;
    const address = find(this.addresses, name);
    const before = await token.balanceOf(address);
    await vault.claim(address, [...(await ledger.servicesOf(address))]);
    return (await token.balanceOf(address)) - before;
  }

  #measured({ name, services }: StoryOperator): ServiceReport[] {
    return services.map(({ workload, u, x }) => {
      const measuredX = x * this.#noise.between(0.95, 1.05);
      const measuredU = u + this.#noise.between(-0.005, 0.005);
      const weight = CLASSES[classId(workload) - 1]?.weight ?? 0;
      return {
        operator: find(this.addresses, name),
        classId: classId(workload),
        u: toBillionths(measuredU),
        x: toBillionths(measuredX),
        served: BigInt(Math.round(weight * measuredX * measuredU)),
      };
    });
  }
}

/** The id of a class: they are added in the story's order, from 1. */
export const classId = (name: string): number => CLASSES.findIndex((entry) => entry.name === name) + 1;

const domainId = (name: string): number => DOMAINS.findIndex((entry) => entry.name === name) + 1;

export function find<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the story has no ${name}`);
  return value;
}

function at<Value>(list: readonly Value[], index: number): Value {
  const value = list[index];
  if (value === undefined) throw new Error(`the network has only ${list.length} accounts to spare`);
  return value;
}
