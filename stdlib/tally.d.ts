// For editors: the decorators that the compiler reads. Contracts never import this file.

type ContractDecorator = (target: object, key?: string, descriptor?: object) => void;

/** Marks the one class of a build that becomes the contract. */
declare function contract(name: string, version: string): ContractDecorator;
/** Marks an event class; the compiler writes its `emit()`. */
declare function event(target: Function): void;
/** Beside `@event`: these fields become topics, by which the event can be found. */
declare function indexed(...fields: string[]): (target: Function) => void;
/** Marks a class whose fields, in their order, travel and are stored as one value. */
declare function struct(target: Function): void;
/** Runs once, when the contract is made. */
declare function init(target: object, key: string, descriptor: object): void;
/** May read and nothing else. */
declare function view(target: object, key: string, descriptor: object): void;
/** May write, emit and call. */
declare function mutate(target: object, key: string, descriptor: object): void;
/** Beside `@view` or `@mutate`: only for callers who have one of these roles. */
declare function only(...roles: string[]): (target: object, key: string, descriptor: object) => void;
/** Runs once, when a contract is upgraded to this code. */
declare function migrate(target: object, key: string, descriptor: object): void;
/** Beside `@view` or `@mutate`: may be called while the contract is waiting for a call of its own. */
declare function reentrant(target: object, key: string, descriptor: object): void;
