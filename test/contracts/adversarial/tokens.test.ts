import { expect } from "chai";
import { encodeServices } from "../../../scripts/chain/reportCodec.js";
import {
  ContractOperator__factory,
  FeeToken__factory,
  ReentrantToken__factory,
} from "../../../typechain-types/factories/contracts/mocks/index.js";
import { newChain } from "../../helpers/chain.js";
import { permitFor } from "../../helpers/permit.js";
import { MIN_STAKE, newTokenWorld } from "../../helpers/tokenWorld.js";
import { EAST, FUNDS, newWorld, RATE, STAKE, TOKEN } from "../../helpers/world.js";

const connection = await newChain();
const { loadFixture } = connection.networkHelpers;
const SUPPLY = 10n * FUNDS;
const REASON = `0x${"11".repeat(32)}`;

async function feeFixture() {
  const [deployer] = await connection.ethers.getSigners();
  const token = await new FeeToken__factory(deployer).deploy(SUPPLY);
  return newTokenWorld(connection, await token.getAddress());
}

async function reentrantFixture() {
  const [deployer] = await connection.ethers.getSigners();
  const token = await new ReentrantToken__factory(deployer).deploy(SUPPLY);
  const world = await newTokenWorld(connection, await token.getAddress());
  await world.fund(FUNDS);
  await world.setRate(RATE);
  const [ann, bob] = [world.operator(0), world.operator(1)];
  for (const operator of [ann, bob]) {
    await world.register(operator);
    await world.measure(operator, 1);
  }
  await world.advance(1_000);
  return { world, token, ann, bob };
}

describe("hostile tokens", () => {
  describe("a token that keeps one hundredth of every transfer", () => {
    it("given a fee > what arrives counts: funded, staked and paid add up, and nobody is paid from others' money", async () => {
      const world = await loadFixture(feeFixture);
      const { vault, registry, token } = world.system;
      await world.fund(1_000n * TOKEN);
      expect(await vault.funded()).to.equal(990n * TOKEN);
      const ann = world.operator(0);
      // 1,000 sent to Ann, 990 arrive; 980.1 of them arrive in the registry.
      await world.do(() => token.transfer(ann, 1_000n * TOKEN));
      await world.do(() => token.connect(ann).approve(registry, SUPPLY));
      await world.do(() => registry.connect(ann).register(990n * TOKEN, EAST));
      expect(await registry.stakeOf(ann)).to.equal((9_801n * TOKEN) / 10n);
      expect(await token.balanceOf(registry)).to.equal((9_801n * TOKEN) / 10n);

      await world.setRate(TOKEN);
      await world.advance(1);
      await world.measure(ann, 1, { u: 999_000_000n, x: 10n ** 12n });
      await world.advance(10_000);
      const earned = await world.earned(ann);
      expect(await world.claim(ann, [1])).to.equal(earned - earned / 100n);
      expect((await token.balanceOf(vault)) + (await vault.totalPaid())).to.equal(990n * TOKEN);
      const surplus = await vault.surplus();
      await world.do(() => vault.returnSurplus(ann, surplus));
      expect(await token.balanceOf(vault)).to.be.at.least(await world.paid.liability());

      await world.do(() => registry.connect(ann).requestWithdrawal((9_801n * TOKEN) / 10n, [1]));
      await world.advance(86_400);
      await world.do(() => registry.connect(ann).withdraw());
      expect(await token.balanceOf(registry)).to.equal(0n);
    });

    it("given a stake that is the minimum before the fee > too small by what the fee took", async () => {
      const world = await loadFixture(feeFixture);
      const { registry, token } = world.system;
      const ann = world.operator(0);
      await world.do(() => token.transfer(ann, 1_000n * TOKEN));
      await world.do(() => token.connect(ann).approve(registry, SUPPLY));
      await expect(world.do(() => registry.connect(ann).register(MIN_STAKE, EAST)))
        .to.be.revertedWithCustomError(registry, "RegistryStakeTooSmall")
        .withArgs(99n * TOKEN, MIN_STAKE);
    });
  });

  describe("a token that calls out during a transfer", () => {
    it("given a claim that claims again inside > gains nothing: the guard refuses, the operator is paid once", async () => {
      const { world, token, ann } = await loadFixture(reentrantFixture);
      const { vault } = world.system;
      const earned = await world.earned(ann);
      await world.do(async () =>
        token.setHook(vault, vault.interface.encodeFunctionData("claim", [ann.address, [1]]), false),
      );
      expect(await world.claim(ann, [1])).to.equal(earned);
      expect([await token.calls(), await token.successes()]).to.deep.equal([1n, 0n]);
      expect((await token.answer()).slice(0, 10)).to.equal(
        vault.interface.getError("ReentrancyGuardReentrantCall")?.selector,
      );
      expect(await vault.totalPaid()).to.equal(earned);
    });

    it("given every transfer of stake > none can be entered twice; balances are what they should be", async () => {
      const { world, token, ann, bob } = await loadFixture(reentrantFixture);
      const { registry } = world.system;
      const attempts = [
        registry.interface.encodeFunctionData("withdraw"),
        registry.interface.encodeFunctionData("topUp", [1n]),
        registry.interface.encodeFunctionData("register", [STAKE, EAST]),
        registry.interface.encodeFunctionData("requestWithdrawal", [1n, []]),
      ];
      await world.do(() => registry.connect(bob).requestWithdrawal(STAKE, [1]));
      await world.advance(86_400);
      await world.provide(ann, BigInt(attempts.length) * TOKEN);
      for (const data of attempts) {
        await world.do(() => token.setHook(registry, data, false));
        await world.do(() => registry.connect(ann).topUp(TOKEN));
      }
      await world.do(() => registry.connect(bob).withdraw());
      await world.do(() => registry.slash(ann, TOKEN, bob, REASON, []));
      expect(await token.calls()).to.equal(BigInt(attempts.length) + 2n);
      expect(await token.successes()).to.equal(0n);
      expect(await token.balanceOf(bob)).to.equal(STAKE + TOKEN);
      expect(await token.balanceOf(registry)).to.equal(STAKE + BigInt(attempts.length - 1) * TOKEN);
    });

    it("given a withdrawal that claims inside, across contracts > allowed, and pays exactly what was earned", async () => {
      const { world, token, ann } = await loadFixture(reentrantFixture);
      const { registry, vault } = world.system;
      await world.do(() => registry.connect(ann).requestWithdrawal(STAKE, [1]));
      await world.advance(86_400);
      const earned = await world.earned(ann);
      await world.do(async () =>
        token.setHook(vault, vault.interface.encodeFunctionData("claim", [ann.address, [1]]), false),
      );
      await world.do(() => registry.connect(ann).withdraw());
      expect(await token.successes()).to.equal(1n);
      expect(await token.balanceOf(ann)).to.equal(STAKE + earned);
    });

    it("given transfers that revert > that claim reverts and loses nothing; pay arrives when they work again", async () => {
      const { world, token, ann } = await loadFixture(reentrantFixture);
      const { vault } = world.system;
      const refusing = await new ContractOperator__factory(world.system.deployer).deploy();
      await world.do(() => token.setHook(refusing, "0x12345678", true));
      const earned = await world.earned(ann);
      await expect(world.do(() => vault.claim(ann, [1]))).to.be.revertedWithCustomError(token, "HookFailed");
      expect(await world.earned(ann)).to.equal(earned);
      await world.do(() => token.setHook(`0x${"00".repeat(20)}`, "0x", false));
      expect(await world.claim(ann, [1])).to.equal(earned);
    });
  });

  describe("an operator that is a contract and refuses every call", () => {
    it("given claims to it > paid like any other: an ERC-20 transfer asks nobody, and nobody else waits for it", async () => {
      const world = await newWorld(connection);
      const { token, registry, vault, ledger } = world.system;
      await world.addClass({});
      const robot = await new ContractOperator__factory(world.system.deployer).deploy();
      await world.do(() => token.transfer(robot, STAKE));
      const address = await robot.getAddress();
      const approve = token.interface.encodeFunctionData("approve", [await registry.getAddress(), STAKE]);
      const register = registry.interface.encodeFunctionData("register", [STAKE, EAST]);
      await world.do(() => robot.execute([token, registry], [approve, register]));
      await world.advance(1);
      const report = { operator: address, classId: 1, u: 900_000_000n, x: 10n ** 9n, served: 1n };
      await world.do(() => ledger.reportServices(encodeServices([report])));
      await world.advance(1_000);
      const earned = await world.paid.earned(address);
      await world.do(() => vault.claim(address, [1]));
      expect(await token.balanceOf(address)).to.equal(earned);
    });
  });

  describe("permits", () => {
    it("given a permit used before, or its signature mirrored > no allowance comes of it", async () => {
      const world = await newWorld(connection);
      const { token, registry } = world.system;
      const [ann, eve] = [world.operator(0), world.operator(1)];
      const deadline = 2n ** 40n;
      const { v, r, s } = await permitFor({ token, owner: ann, spender: registry, value: STAKE, deadline });
      await world.do(() => token.connect(eve).permit(ann, registry, STAKE, deadline, v, r, s));
      await expect(
        world.do(() => token.connect(eve).permit(ann, registry, STAKE, deadline, v, r, s)),
      ).to.be.revertedWithCustomError(token, "ERC2612InvalidSigner");
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const mirrored = `0x${(order - BigInt(s)).toString(16).padStart(64, "0")}`;
      await expect(
        world.do(() => token.connect(eve).permit(ann, registry, STAKE, deadline, v === 27 ? 28 : 27, r, mirrored)),
      ).to.be.revertedWithCustomError(token, "ECDSAInvalidSignatureS");
    });
  });
});
