// The ABI of a small token, with one of everything that an ABI may say.
import type { Abi } from '../../engine/abi/types.ts';

export const TOKEN: Abi = {
  abi: 1,
  contract: 'Token',
  name: 'token',
  version: '1.0.0',
  doc: 'A token.',
  methods: [
    {
      name: 'create',
      kind: 'init',
      params: [
        { name: 'symbol', type: 'string' },
        { name: 'supply', type: 'Amount' },
      ],
      returns: 'void',
    },
    {
      name: 'balanceOf',
      kind: 'view',
      params: [{ name: 'owner', type: 'Address' }],
      returns: 'Amount',
      doc: 'Balance.',
    },
    {
      name: 'transfer',
      kind: 'mutate',
      reentrant: true,
      params: [
        { name: 'to', type: 'Address' },
        { name: 'amount', type: 'Amount' },
      ],
      returns: 'bool',
    },
    { name: 'pause', kind: 'mutate', params: [], returns: 'void' },
    { name: 'upgrade', kind: 'migrate', params: [{ name: 'from', type: 'u32' }], returns: 'void' },
  ],
  events: [
    {
      name: 'Transfer',
      fields: [
        { name: 'to', type: 'Address' },
        { name: 'amount', type: 'Amount' },
      ],
      doc: 'Money moved.',
    },
  ],
  errors: [{ code: 'INSUFFICIENT', message: 'not enough' }, { code: 'PAUSED' }],
  storage: [
    { field: 'Token.symbol', slot: '0011223344556677', kind: 'Value', types: ['string'] },
    { field: 'Token.balances', slot: '8899aabbccddeeff', kind: 'Map', types: ['Address', 'Amount'] },
  ],
};
