import type { BranchKind, BranchPoint } from "./branchPoint.js";

/** A node of solc's syntax tree, as far as it is read here. */
interface Node {
  readonly nodeType: string;
  readonly src: string;
  readonly [field: string]: unknown;
}

const CONDITION_OF: Readonly<Record<string, BranchKind>> = {
  IfStatement: "if",
  ForStatement: "loop",
  WhileStatement: "loop",
  DoWhileStatement: "loop",
  Conditional: "ternary",
};

/**
 * Every place of a source file at which the code goes one of two ways: conditions of `if`, loops and `?:`, the operands of
 * `&&` and `||` (each may decide alone), and `try`, which succeeds or fails. What the compiler adds itself (checked
 * arithmetic, decoding, bounds of arrays) and the modifiers of libraries are not among them.
 *
 * @example branchPoints({ file: "contracts/RewardVault.sol", source, ast }) // [{ kind: "if", line: 73, … }, …]
 */
export function branchPoints({ file, source, ast }: { file: string; source: Buffer; ast: unknown }): BranchPoint[] {
  const points: BranchPoint[] = [];
  const add = (kind: BranchKind, start: number, end: number) => {
    const line = source.subarray(0, start).toString().split("\n").length;
    const text = source.subarray(start, end).toString().replaceAll(/\s+/g, " ");
    points.push({ file, kind, line, text, start, end });
  };
  walk(ast, (node) => {
    const kind = CONDITION_OF[node.nodeType];
    if (kind !== undefined && isNode(node.condition)) add(kind, ...rangeOf(node.condition));
    if (node.nodeType === "BinaryOperation" && isLogical(node)) {
      for (const operand of [node.leftExpression, node.rightExpression]) {
        if (isNode(operand) && !isLogical(bare(operand))) add("operand", ...rangeOf(operand));
      }
    }
    if (node.nodeType === "TryStatement") {
      const blocks = (node.clauses as readonly Node[]).map(({ block }) => rangeOf(block as Node)[0] + 1);
      const [success, failure] = blocks;
      if (success === undefined || failure === undefined || blocks.length !== 2) {
        throw new Error(`${file}: a try statement has ${blocks.length} clauses; two are understood`);
      }
      add("try", success, failure);
    }
  });
  return points.sort((a, b) => a.start - b.start || b.end - a.end);
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  else if (typeof value === "object" && value !== null) {
    if (isNode(value)) visit(value);
    for (const each of Object.values(value)) walk(each, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "src" in value;
}

function isLogical(node: Node): boolean {
  return node.operator === "&&" || node.operator === "||";
}

/** Without its parentheses. */
function bare(node: Node): Node {
  const [inner, ...others] = node.nodeType === "TupleExpression" ? (node.components as readonly unknown[]) : [];
  return isNode(inner) && others.length === 0 ? bare(inner) : node;
}

/** {bytes} Start and end. */
function rangeOf({ src }: Node): [number, number] {
  const [start = 0, length = 0] = src.split(":").map(Number);
  return [start, start + length];
}
