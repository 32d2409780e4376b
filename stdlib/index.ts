// Everything a contract uses: import { … } from "tally".
/// <reference path="./tally.d.ts" />
export { Granted, Holds, Owner, Pause, Roles } from "./access";
export { Address } from "./address";
export { Amount } from "./amount";
export { ALLOW_REENTRY, call, callOrRevert, CallResult, Status } from "./call";
export { Bytes, Reader, respond, Writer } from "./codec";
export { Context } from "./context";
export { blake2b256, keccak256, sha256, sm3, verifyEd25519, verifyMerkle, verifyP256, verifySecp256k1, verifySm2 } from "./crypto";
export { Day, DayCount } from "./day";
export { Decimal } from "./decimal";
export { emitEvent, Event } from "./event";
export { log } from "./log";
export { mulDiv128, mulDiv256, Rounding } from "./numbers";
export { Option } from "./option";
export { Forwarded, Proxy } from "./proxy";
export { Rate } from "./rate";
export { require, revert } from "./require";
export { FormerMap, FormerValue, Map, Map2, OrderedMap, Value, Vec } from "./storage";
export { FungibleToken, TokenClient } from "./token";
