// Words of the template commands, in both languages.
import type { Text } from '../../engine/template/text.ts';

export const WORDS = {
  id: { en: 'id', zh: '编号' },
  version: { en: 'version', zh: '版本' },
  title: { en: 'what it is', zh: '名称' },
  address: { en: 'address', zh: '地址' },
  template: { en: 'template', zh: '模板' },
  number: { en: 'number', zh: '编号' },
  state: { en: 'state', zh: '状态' },
  next: { en: 'next', zh: '下一步' },
  nobody: { en: 'nothing: it has ended', zh: '无：已终结' },
  from: { en: 'from', zh: '自' },
  until: { en: 'until', zh: '至' },
  parties: { en: 'parties', zh: '各方' },
  asks: { en: 'asks for', zh: '所需内容' },
  choices: { en: 'choices', zh: '选项' },
  states: { en: 'states', zh: '状态流转' },
  holds: { en: 'always holds', zh: '恒成立' },
  samples: { en: 'samples', zh: '示例' },
  optional: { en: 'may be left out', zh: '可不填' },
  lawful: { en: 'the values are lawful; nothing was sent', zh: '填写内容合规；未发送任何交易' },
  made: { en: 'made', zh: '已创建' },
  there: { en: 'was there already, with the same values', zh: '已存在且内容相同' },
  saved: { en: 'saved', zh: '已保存' },
  step: { en: 'step', zh: '步骤' },
  time: { en: 'time (UTC)', zh: '时间（UTC）' },
  who: { en: 'who', zh: '当事方' },
  does: { en: 'does', zh: '操作' },
  refused: { en: 'refused', zh: '被拒绝' },
  start: { en: 'start', zh: '起始' },
  waits: { en: 'time passes until', zh: '时间推移至' },
} as const satisfies Record<string, Text>;

export type Word = keyof typeof WORDS;

/** What a search can find, in words. */
export const FAULT_TEXTS = {
  INVARIANT: { en: 'an invariant does not hold after', zh: '以下操作后不变量不成立：' },
  ASSETS: { en: 'money is not conserved:', zh: '资金不守恒：' },
  BALANCE: { en: 'the contract does not have the money that it says:', zh: '合约实际持有的资金与其记录不符：' },
  FAILURE: { en: 'a call fails without saying why:', zh: '调用异常终止：' },
  UNDECLARED: { en: 'the manifest knows no such way:', zh: '清单中没有此状态变化：' },
  NOT_BY: { en: 'somebody may who should not:', zh: '无权者得以操作：' },
  STUCK: { en: 'a state that is not final cannot be left:', zh: '非终结状态无法离开：' },
  LOCKED: { en: 'money that is held can never leave:', zh: '持有的资金永远无法转出：' },
} as const satisfies Record<string, Text>;
