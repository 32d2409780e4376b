// What was decided before this contract was compiled.
export const SETTLEMENT_RECORDED: i32 = 0;
export const SETTLEMENT_TOKEN: i32 = 1;
export const SETTLEMENT: i32 = SETTLEMENT_RECORDED;
export const TRAVEL_RULE_REQUIRED: i32 = 0;
export const TRAVEL_RULE_NONE: i32 = 1;
export const TRAVEL_RULE: i32 = TRAVEL_RULE_REQUIRED;
