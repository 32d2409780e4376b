// What was decided before this contract was compiled.
export const SETTLEMENT_RECORDED: i32 = 0;
export const SETTLEMENT_TOKEN: i32 = 1;
export const SETTLEMENT: i32 = SETTLEMENT_RECORDED;
export const PLAN_ANNUITY: i32 = 0;
export const PLAN_EQUAL_PRINCIPAL: i32 = 1;
export const PLAN_BULLET: i32 = 2;
export const PLAN: i32 = PLAN_ANNUITY;
export const DAY_COUNT_ACT_360: i32 = 0;
export const DAY_COUNT_ACT_365: i32 = 1;
export const DAY_COUNT_THIRTY_360: i32 = 2;
export const DAY_COUNT: i32 = DAY_COUNT_ACT_360;
