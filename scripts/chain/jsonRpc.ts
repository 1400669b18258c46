import type { NetworkConnection } from "hardhat/types/network";

/** One JSON-RPC request; the answer is as the node gives it. */
export type JsonRpc = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** The JSON-RPC of a connection: the driver uses nothing else of it. */
export function jsonRpc(connection: Pick<NetworkConnection, "provider">): JsonRpc {
  return (method, params = []) => connection.provider.request({ method, params: [...params] });
}

/** A quantity in JSON-RPC's notation. */
export const toQuantity = (value: number | bigint): string => `0x${value.toString(16)}`;
