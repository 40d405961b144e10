/** How celery-node's own worker begins what it stores; Python puts a space after the colon. */
const FROM_NODE = '{"status":"';

/**
 * A state that celery-node's own worker has stored, in Celery's form: that worker leaves out the member `result` where
 * the function returned nothing, and tells of a failure without an exception. Any other text is returned as it is. Pure.
 */
export function withCeleryForm(text: string): string {
  if (!text.startsWith(FROM_NODE)) return text;
  let meta: Record<string, unknown>;
  try {
    meta = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return text;
  }
  const { status, traceback, result = null } = meta;
  if (status === "SUCCESS") return JSON.stringify({ ...meta, result });
  if (status !== "FAILURE" || result !== null) return text;
  const message = typeof traceback === "string" ? traceback : "celery-node's worker stores no reason";
  return JSON.stringify({
    ...meta,
    result: { exc_type: "Error", exc_message: [message], exc_module: "builtins" },
    traceback: null,
  });
}
