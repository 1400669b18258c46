import type { SolidityHooks } from "hardhat/types/hooks";
import type { CompilerOutputError } from "hardhat/types/solidity";

const inDependency = (error: CompilerOutputError): boolean => /--> npm[/:]/.test(error.formattedMessage ?? "");
/**
 * A contract that is compiled as part of a test, or instrumented for coverage, need not fit the size limit: the one that is
 * deployed is compiled alone.
 */
const isTestSource = (name: string): boolean => name.startsWith("project/test/");
const isSizeWarning = (error: CompilerOutputError): boolean =>
  /^Warning: Contract (init)?code size/.test(error.formattedMessage ?? "");
const inTest = (error: CompilerOutputError): boolean =>
  /\.t\.sol:|\/mocks\/|--> project\/test\//.test(error.formattedMessage ?? "");

/**
 * Drops what warns inside npm packages, and makes an error of every warning in the project's own contracts; not under
 * coverage, whose instrumentation is not the project's.
 */
export default async (): Promise<Partial<SolidityHooks>> => ({
  invokeSolc: async (context, compiler, input, config, next) => {
    const output = await next(context, compiler, input, config);
    const anySize = context.globalOptions.coverage || Object.keys(input.sources).some(isTestSource);
    const errors = output.errors
      ?.filter((error) => error.severity === "error" || !(inDependency(error) || (anySize && isSizeWarning(error))))
      .map((error) =>
        error.severity === "warning" && !inTest(error) && !context.globalOptions.coverage
          ? { ...error, type: "StrictWarning", severity: "error" as const }
          : error,
      );
    return { ...output, errors };
  },
});
