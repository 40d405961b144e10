import { InvalidArgumentsError } from "../errors.js";

/** Throws INVALID_ARGUMENTS where there is no list of inputs to begin with. */
export function checkInputs(task: string, inputs: unknown): void {
  if (Array.isArray(inputs)) return;
  const place = { path: "", message: "must be an array of the arguments of each call" };
  throw new InvalidArgumentsError(`${task} was not sent: the inputs ${place.message}`, {
    details: { errors: [place] },
  });
}
