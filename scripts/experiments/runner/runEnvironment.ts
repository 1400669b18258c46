import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type CompilerProfile, compilerProfile } from "../../bench/compilerProfile.js";
import { PROJECT_ROOT as ROOT } from "./projectRoot.js";
import { sha256 } from "./sha256.js";

/** What a cell can depend on; of `scripts`, all but what only shows or measures. */
const SOURCES = ["hardhat.config.ts", "data", "ignition", "scripts"];
const SHOWS = ["scripts/bench", "scripts/demo", "scripts/report", "scripts/tasks"];

/** Everything but its cells that a run's results depend on, as hashes. */
export interface RunEnvironment {
  readonly code: {
    /** Null outside a git checkout. */
    readonly commit: string | null;
    /** Whether files of the checkout differ from the commit. */
    readonly dirty: boolean | null;
    /** SHA-256 over the files that cells can depend on, and the experiment's own. */
    readonly sources: string;
  };
  readonly node: string;
  /** Direct dependencies, as the lockfile has them. */
  readonly packages: Readonly<Record<string, string>>;
  readonly lockfile: string;
  readonly compiler: CompilerProfile;
  /** SHA-256 of the deployed bytecode by contract. */
  readonly bytecode: Readonly<Record<string, string>>;
  /** SHA-256 of the files in `data/`. */
  readonly data: Readonly<Record<string, string>>;
}

/**
 * The environment of a run of the experiment that the file at `module` declares. The contracts must be built.
 *
 * @example const { code } = await runEnvironment(hre, module);
 */
export async function runEnvironment(hre: HardhatRuntimeEnvironment, module: string): Promise<RunEnvironment> {
  const files = SOURCES.flatMap((path) => filesUnder(join(ROOT, path)))
    .map((file) => relative(ROOT, file))
    .filter((file) => !SHOWS.some((folder) => file.startsWith(`${folder}/`)))
    .sort();
  const hashes = files.map((file) => `${file} ${sha256(readFileSync(join(ROOT, file)))}`);
  const sources = sha256([...hashes, sha256(readFileSync(fileURLToPath(module)))].join("\n"));
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  const data = filesUnder(join(ROOT, "data")).sort();
  return {
    code: { ...checkout(), sources },
    node: process.version,
    packages: packagesOf(JSON.parse(lock) as Lockfile),
    lockfile: sha256(lock),
    compiler: compilerProfile(hre),
    bytecode: await bytecodeOf(hre),
    data: Object.fromEntries(data.map((file) => [relative(ROOT, file), sha256(readFileSync(file))])),
  };
}

interface Lockfile {
  packages: Record<string, { version?: string; dependencies?: object; devDependencies?: object }>;
}

function packagesOf({ packages }: Lockfile): Record<string, string> {
  const root = packages[""];
  const names = Object.keys({ ...root?.dependencies, ...root?.devDependencies }).sort();
  return Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`]?.version ?? "missing"]));
}

async function bytecodeOf({ artifacts }: HardhatRuntimeEnvironment): Promise<Record<string, string>> {
  const names = [...(await artifacts.getAllFullyQualifiedNames())].sort();
  const own = names.filter((name) => name.startsWith("contracts/") && !/^contracts\/mocks\/|\.t\.sol:/.test(name));
  const hashes: Record<string, string> = {};
  for (const name of own) {
    const { deployedBytecode } = await artifacts.readArtifact(name);
    if (deployedBytecode !== "0x") hashes[name] = sha256(deployedBytecode);
  }
  return hashes;
}

function checkout(): { commit: string | null; dirty: boolean | null } {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return { commit: git("rev-parse", "HEAD"), dirty: git("status", "--porcelain") !== "" };
  } catch {
    return { commit: null, dirty: null };
  }
}

function filesUnder(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true, encoding: "utf8" });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
