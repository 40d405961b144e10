import { MalformedResultError, placesMessage } from "../errors.js";

/** What stands in the result backend is no result of Celery's; `path` is the place in it. */
export function malformed(path: string, message: string, cause?: unknown): MalformedResultError {
  const places = [{ path, message }];
  return new MalformedResultError(placesMessage("the result backend holds something else", places), {
    details: { errors: places },
    cause,
  });
}
