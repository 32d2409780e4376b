// What was decided before this contract was compiled.
export const PAYMENTS_RECORDED: i32 = 0;
export const PAYMENTS_TOKEN: i32 = 1;
export const PAYMENTS: i32 = PAYMENTS_RECORDED;
export const SENSOR_PRICE: i32 = 0;
export const SENSOR_PRICE_AND_SENSOR: i32 = 1;
export const SENSOR: i32 = SENSOR_PRICE;
