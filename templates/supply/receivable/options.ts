// What is decided when the certificate is compiled: how money moves, and whether parts can be financed.

export const SETTLEMENT_RECORDED: i32 = 0;
export const SETTLEMENT_TOKEN: i32 = 1;
export const SETTLEMENT: i32 = SETTLEMENT_RECORDED;

export const FINANCING_ALLOWED: i32 = 0;
export const FINANCING_NONE: i32 = 1;
export const FINANCING: i32 = FINANCING_ALLOWED;
