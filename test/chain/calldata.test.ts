import { expect } from "chai";
import { concat, getAddress, toBeHex } from "ethers";
import fc from "fast-check";
import { calldata } from "../../scripts/chain/calldata.js";
import { encodeAvailability, encodeDemand, encodeServices } from "../../scripts/chain/reportCodec.js";
import {
  BreadthToken__factory,
  CoverageLedger__factory,
  OperatorRegistry__factory,
  RewardVault__factory,
} from "../../typechain-types/index.js";

const token = BreadthToken__factory.createInterface();
const vault = RewardVault__factory.createInterface();
const registry = OperatorRegistry__factory.createInterface();
const ledger = CoverageLedger__factory.createInterface();

const addresses = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((b) => `0x${Buffer.from(b).toString("hex")}`);
const amounts = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n });
const ids = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 50 });
const domains = fc.integer({ min: 0, max: 4_095 });
const batches = fc.uint8Array({ maxLength: 200 }).map((b) => `0x${Buffer.from(b).toString("hex")}`);

describe("calldata", () => {
  describe("given any arguments", () => {
    it("is what ethers encodes", () => {
      fc.assert(
        fc.property(addresses, amounts, ids, domains, batches, (lower, amount, classIds, domain, batch) => {
          const account = getAddress(lower);
          const pairs: [string, string][] = [
            [calldata.transfer(account, amount), token.encodeFunctionData("transfer", [account, amount])],
            [calldata.approve(lower, amount), token.encodeFunctionData("approve", [account, amount])],
            [calldata.register(amount, domain), registry.encodeFunctionData("register", [amount, domain])],
            [calldata.topUp(amount), registry.encodeFunctionData("topUp", [amount])],
            [
              calldata.requestWithdrawal(amount, classIds),
              registry.encodeFunctionData("requestWithdrawal", [amount, classIds]),
            ],
            [calldata.withdraw(), registry.encodeFunctionData("withdraw")],
            [calldata.move(domain, classIds), registry.encodeFunctionData("move", [domain, classIds])],
            [calldata.leaveClasses(classIds), registry.encodeFunctionData("leaveClasses", [classIds])],
            [calldata.claim(lower, classIds), vault.encodeFunctionData("claim", [account, classIds])],
            [calldata.reportServices(batch), ledger.encodeFunctionData("reportServices", [batch])],
            [calldata.reportDemand(batch), ledger.encodeFunctionData("reportDemand", [batch])],
            [calldata.reportAvailability(batch), ledger.encodeFunctionData("reportAvailability", [batch])],
          ];
          for (const [byHand, byEthers] of pairs) expect(byHand).to.equal(byEthers);
        }),
      );
    });
  });
});

describe("reportCodec", () => {
  const words = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const halves = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  describe("given any entries", () => {
    it("packs each field big-endian into its bytes, numbers like bigints", () => {
      fc.assert(
        fc.property(addresses, halves, halves, words, fc.nat(), (operator, classId, u, x, served) => {
          const entry = concat([operator, toBeHex(classId, 4), toBeHex(u, 4), toBeHex(x, 8), toBeHex(served, 8)]);
          expect(encodeServices([{ operator, classId, u, x, served }])).to.equal(entry);
          expect(encodeServices([{ operator, classId, u: BigInt(u), x, served: BigInt(served) }])).to.equal(entry);
          expect(encodeDemand([{ classId, weight: x }])).to.equal(concat([toBeHex(classId, 4), toBeHex(x, 8)]));
          expect(encodeAvailability([{ domain: 7, classId, availability: u }])).to.equal(
            concat([toBeHex(7, 4), toBeHex(classId, 4), toBeHex(u, 4)]),
          );
        }),
      );
    });
  });

  describe("given a value that does not fit its field", () => {
    it("refuses it rather than shift the fields behind it", () => {
      const service = { operator: `0x${"11".repeat(20)}`, classId: 1, u: 1, x: 1, served: 1 };
      for (const wrong of [{ u: 2 ** 32 }, { x: -1 }, { served: 0.5 }, { x: Number.NaN }, { served: 1e22 }]) {
        expect(() => encodeServices([{ ...service, ...wrong }])).to.throw(RangeError, "a whole number");
      }
    });
  });
});
