import { InvalidContractError, type Place } from "../errors.js";

/** The remedy for whatever the exporter would not have written. */
export const EXPORT_AGAIN = "export the contracts again with the Python command `taskgate contracts export`";

/** The error for a contract that cannot be used: one sentence that begins with the file. */
export function invalidContract(
  file: string,
  message: string,
  errors: readonly Place[] = [],
): InvalidContractError {
  return new InvalidContractError(`${file}: ${message}.`, { details: { file, errors } });
}
