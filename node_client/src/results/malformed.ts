import { MalformedResultError, placesMessage } from "../errors.js";

/** What stands in the result backend is no result of Celery's; `path` is the place in it. */
export function malformed(path: string, message: string, cause?: unknown): MalformedResultError {
  const places = [{ path, message }];
  return new MalformedResultError(placesMessage("the result backend holds something else", places), {
    details: { errors: places },
    cause,
  });
}

/** More than Python's own encoder nests. Who reads deeper values runs out of stack. */
export const MAX_RESULT_DEPTH = 1000;

export function tooDeep(): MalformedResultError {
  return malformed(
    "/result",
    `is nested deeper than ${MAX_RESULT_DEPTH} levels; the task should return less`,
  );
}
