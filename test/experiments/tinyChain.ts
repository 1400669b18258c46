import { deployFresh } from "../../scripts/chain/deployFresh.js";
import { declareExperiment } from "../../scripts/experiments/experiment.js";

/** The smallest experiment with a chain: deploys the contracts, sends one transaction, and looks. */
export default declareExperiment({
  name: "tinyChain",
  question: "What does a transfer of stake tokens cost?",
  hypotheses: ["H1  The same in every run."],
  parameters: [{ name: "tokens", kind: "whole", text: "how many", min: 0, max: 1_000, default: [7] }],
  seeds: 2,
  async runCell(cell, context) {
    const chain = await context.connect();
    const { token, deployer } = await deployFresh(chain, { paid: "EqualShare", shadows: [] });
    const to = "0x00000000000000000000000000000000000000aa";
    const before = (await chain.provider.request({ method: "eth_blockNumber" })) as string;
    const receipt = await (await token.connect(deployer).transfer(to, BigInt(cell.tokens * cell.seed))).wait();
    return {
      tables: {
        summary: [
          {
            gas: Number(receipt?.gasUsed ?? 0n),
            balance: Number(await token.balanceOf(to)),
            block: Number(before),
            token: await token.getAddress(),
          },
        ],
      },
    };
  },
  async summarise(results) {
    const rows = await results.rows("summary");
    return {
      tables: [{ title: "Gas", head: ["seed", "gas"], rows: rows.map(({ seed, gas }) => [String(seed), String(gas)]) }],
      json: { cells: rows.length },
    };
  },
});
