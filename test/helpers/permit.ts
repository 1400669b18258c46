import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { type Addressable, Signature } from "ethers";
import type { BreadthToken } from "../../typechain-types/index.js";

/**
 * An ERC-2612 permit, signed.
 *
 * @example await permitFor({ token, owner: ann, spender: registry, value: 1n, deadline: 2n ** 40n })
 */
export async function permitFor({
  token,
  owner,
  spender,
  value,
  deadline,
}: {
  token: BreadthToken;
  owner: HardhatEthersSigner;
  spender: Addressable;
  value: bigint;
  deadline: bigint;
}): Promise<Signature> {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const field = (type: string, title: string) => ({ type, name: title });
  const types = {
    Permit: [
      field("address", "owner"),
      field("address", "spender"),
      field("uint256", "value"),
      field("uint256", "nonce"),
      field("uint256", "deadline"),
    ],
  };
  const message = {
    owner: owner.address,
    spender: await spender.getAddress(),
    value,
    nonce: await token.nonces(owner),
    deadline,
  };
  return Signature.from(await owner.signTypedData({ name, version, chainId, verifyingContract }, types, message));
}
