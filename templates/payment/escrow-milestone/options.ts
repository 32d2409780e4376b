// What was decided before this contract was compiled.
export const SETTLEMENT_RECORDED: i32 = 0;
export const SETTLEMENT_TOKEN: i32 = 1;
export const SETTLEMENT: i32 = SETTLEMENT_RECORDED;
