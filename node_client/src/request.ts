import { splitArguments, type TaskContract } from "./contracts/contract.js";
import { TaskValidator } from "./contracts/validation.js";
import { InvalidArgumentsError, type Place, placesMessage } from "./errors.js";
import { pointer } from "./jsonPointer.js";
import { toPlainJson } from "./plainJson.js";

/** A task and its arguments, checked and ready to be sent. */
export interface Request {
  readonly task: string;
  readonly contract: TaskContract | null;
  readonly args: unknown[];
  readonly kwargs: Record<string, unknown>;
}

/** Turns what a caller gives into what can be sent, or throws INVALID_ARGUMENTS with every place. */
export class RequestBuilder {
  readonly #contracts: ReadonlyMap<string, TaskContract>;
  readonly #validators = new Map<string, TaskValidator>();

  constructor(contracts: ReadonlyMap<string, TaskContract>) {
    this.#contracts = contracts;
  }

  /** The arguments of a typed call, by name. */
  named(contract: TaskContract, given: unknown): Request {
    const { value, problems } = toPlainJson(given ?? {});
    refuse(contract.name, problems.length > 0 ? problems : this.validatorOf(contract).arguments(value));
    return { task: contract.name, contract, ...splitArguments(contract, value as Record<string, unknown>) };
  }

  /** The arguments of an untyped call: plain JSON, and checked by name where there is a contract. */
  positional(task: string, args: readonly unknown[] = [], kwargs: object = {}): Request {
    const { value, problems } = toPlainJson({ args, kwargs });
    const places = [...problems];
    if (!Array.isArray(args)) places.push({ path: "/args", message: "must be an array" });
    if (typeof kwargs !== "object" || kwargs === null || Array.isArray(kwargs)) {
      places.push({ path: "/kwargs", message: "must be an object" });
    }
    refuse(task, places);
    const plain = value as { args: unknown[]; kwargs: Record<string, unknown> };
    const contract = this.#contracts.get(task) ?? null;
    if (contract !== null) refuse(task, this.#placesBound(contract, plain.args, plain.kwargs));
    return { task, contract, ...plain };
  }

  validatorOf(contract: TaskContract): TaskValidator {
    let validator = this.#validators.get(contract.name);
    if (validator === undefined) {
      validator = new TaskValidator(contract);
      this.#validators.set(contract.name, validator);
    }
    return validator;
  }

  /** Binds args and kwargs as Python would, so that they can be checked by name. */
  #placesBound(contract: TaskContract, args: unknown[], kwargs: Record<string, unknown>): Place[] {
    const positional = contract.parameters.filter(({ kind }) => kind !== "keywordOnly");
    const places: Place[] = args.slice(positional.length).map((_, index) => ({
      path: `/${positional.length + index}`,
      message: "is one positional argument too many",
    }));
    const values = { ...kwargs };
    for (const [index, { name }] of positional.slice(0, args.length).entries()) {
      if (Object.hasOwn(kwargs, name)) places.push({ path: pointer("", name), message: "is given twice" });
      values[name] = args[index];
    }
    for (const { kind, name } of contract.parameters) {
      if (kind === "positionalOnly" && Object.hasOwn(kwargs, name)) {
        places.push({ path: pointer("", name), message: "is positional only: give it in args" });
      }
    }
    return places.length > 0 ? places : this.validatorOf(contract).arguments(values);
  }
}

function refuse(task: string, places: readonly Place[]): void {
  if (places.length === 0) return;
  throw new InvalidArgumentsError(placesMessage(`${task} was not sent`, places), {
    details: { errors: places },
  });
}
