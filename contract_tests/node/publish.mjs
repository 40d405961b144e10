/** Publishes one call as a user of the package does: broker, task, queue, id and keyword arguments are given as JSON. */

import { connect } from "taskgate";

const { broker, task, queue, id, kwargs, expiresMs } = JSON.parse(process.argv[2]);
const gate = await connect({ broker });
await gate.task(task).send([], kwargs, { queue, taskId: id, expiresMs });
await gate.close();
