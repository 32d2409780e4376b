// For editors: the decorators that the compiler reads. Contracts never import this file.

type ContractDecorator = (target: object, key?: string, descriptor?: object) => void;

/** On the one exported class of a build that becomes the contract: its name and version. */
declare function contract(name: string, version: string): ContractDecorator;
/** On a class that extends `Event`: something that the contract reports. Its fields are the public parameters of its constructor; the compiler writes its `emit()`. */
declare function event(target: Function): void;
/** Beside `@event`: these fields become topics, by which the event can be found; at most four, and none that has parts. */
declare function indexed(...fields: string[]): (target: Function) => void;
/** On a class whose fields, in their order, travel and are stored as one value. */
declare function struct(target: Function): void;
/** On the method that runs once, when the contract is made; its arguments are those of the deployment. */
declare function init(target: object, key: string, descriptor: object): void;
/** On a method that everybody may ask: it reads and answers, and cannot write. */
declare function view(target: object, key: string, descriptor: object): void;
/** On a method that everybody may call: it may write, emit and call other contracts. */
declare function mutate(target: object, key: string, descriptor: object): void;
/** Beside `@view` or `@mutate`: only for callers who have one of these roles; anybody else gets NO_ROLE. */
declare function only(...roles: string[]): (target: object, key: string, descriptor: object) => void;
/** On the method that runs once, when a contract is upgraded to this code. */
declare function migrate(target: object, key: string, descriptor: object): void;
/**
 * On the method that brings stored values to this code in steps: each transaction runs it once, over an empty storage that it fills from the
 * former one (`FormerValue`, `FormerMap`), until it says true: that there is nothing left to do.
 */
declare function step(target: object, key: string, descriptor: object): void;
/** Beside `@view` or `@mutate`: may be called while the contract is waiting for a call of its own. */
declare function reentrant(target: object, key: string, descriptor: object): void;
