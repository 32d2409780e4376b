// What was decided before this contract was compiled.
export const SETTLEMENT_RECORDED: i32 = 0;
export const SETTLEMENT_TOKEN: i32 = 1;
export const SETTLEMENT: i32 = SETTLEMENT_RECORDED;
export const FINANCING_ALLOWED: i32 = 0;
export const FINANCING_NONE: i32 = 1;
export const FINANCING: i32 = FINANCING_ALLOWED;
