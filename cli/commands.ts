// The list of commands: name, one sentence, and where its code is; loaded only when it is asked for.

import type { Text } from '../engine/template/text.ts';
import type { Define } from './command.ts';

export interface Entry {
  readonly name: string;
  readonly group: Text;
  readonly summary: Text;
  readonly load: () => Promise<{ readonly define: Define }>;
}

const DAILY: Text = { en: 'Every day:', zh: '日常：' };
const GOVERN: Text = { en: 'Govern:', zh: '治理：' };
const LOOK: Text = { en: 'Look and check:', zh: '查看与核验：' };
const KEEP: Text = { en: 'Set up:', zh: '设置：' };

export const COMMANDS: readonly Entry[] = [
  {
    name: 'new',
    group: DAILY,
    summary: { en: 'makes a project with a first contract', zh: '新建带有首个合约的项目' },
    load: () => import('./commands/new.ts'),
  },
  {
    name: 'build',
    group: DAILY,
    summary: { en: 'compiles and checks contracts', zh: '编译并检查合约' },
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'test',
    group: DAILY,
    summary: { en: 'runs the tests of the project', zh: '运行项目的测试' },
    load: () => import('./commands/test.ts'),
  },
  {
    name: 'lint',
    group: DAILY,
    summary: { en: 'finds what is wrong or dangerous in contracts', zh: '查找合约中的错误与隐患' },
    load: () => import('./commands/lint.ts'),
  },
  {
    name: 'bindings',
    group: DAILY,
    summary: {
      en: 'writes a typed client of a contract',
      zh: '生成带类型的合约客户端',
    },
    load: () => import('./commands/bindings.ts'),
  },
  {
    name: 'deploy',
    group: DAILY,
    summary: { en: 'uploads code and makes a contract of it', zh: '上传代码并部署合约' },
    load: () => import('./commands/deploy.ts'),
  },
  {
    name: 'call',
    group: DAILY,
    summary: { en: 'calls a method that changes a contract', zh: '调用会改变合约的方法' },
    load: () => import('./commands/call.ts'),
  },
  {
    name: 'query',
    group: DAILY,
    summary: { en: 'asks a view of a contract', zh: '查询合约的只读方法' },
    load: () => import('./commands/query.ts'),
  },
  {
    name: 'upgrade',
    group: DAILY,
    summary: { en: 'moves a contract to other code', zh: '把合约升级到新代码' },
    load: () => import('./commands/upgrade.ts'),
  },
  {
    name: 'template',
    group: DAILY,
    summary: { en: 'contracts that are filled in, not programmed', zh: '填写即用、无需编程的合约模板' },
    load: () => import('./commands/template.ts'),
  },
  {
    name: 'contract',
    group: GOVERN,
    summary: { en: 'shows contracts, and governs their life', zh: '查看合约并管理其生命周期' },
    load: () => import('./commands/contract.ts'),
  },
  {
    name: 'role',
    group: GOVERN,
    summary: { en: 'gives, takes and lists roles', zh: '授予、收回并列出角色' },
    load: () => import('./commands/role.ts'),
  },
  {
    name: 'account',
    group: GOVERN,
    summary: { en: 'shows accounts, changes their keys, stops them', zh: '查看账户、更换密钥、停用账户' },
    load: () => import('./commands/account.ts'),
  },
  {
    name: 'org',
    group: GOVERN,
    summary: { en: 'organisations, their members, and lost keys', zh: '机构、成员与丢失的密钥' },
    load: () => import('./commands/org.ts'),
  },
  {
    name: 'schedule',
    group: GOVERN,
    summary: { en: 'has the chain call contracts later', zh: '让链在以后调用合约' },
    load: () => import('./commands/schedule.ts'),
  },
  {
    name: 'events',
    group: LOOK,
    summary: { en: 'shows what contracts reported', zh: '查看合约事件' },
    load: () => import('./commands/events.ts'),
  },
  {
    name: 'tx',
    group: LOOK,
    summary: { en: 'shows a transaction and its receipt', zh: '查看交易及回执' },
    load: () => import('./commands/tx.ts'),
  },
  {
    name: 'block',
    group: LOOK,
    summary: { en: 'shows a block', zh: '查看区块' },
    load: () => import('./commands/block.ts'),
  },
  {
    name: 'replay',
    group: LOOK,
    summary: { en: 'runs the chain again from its genesis and compares', zh: '从创世块重放整条链并比对' },
    load: () => import('./commands/replay.ts'),
  },
  {
    name: 'check',
    group: LOOK,
    summary: { en: 'reads everything that is stored and compares hashes', zh: '读取全部存储内容并比对哈希' },
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'repair',
    group: LOOK,
    summary: { en: 'makes a damaged store anew from its blocks', zh: '从区块重建损坏的存储' },
    load: () => import('./commands/repair.ts'),
  },
  {
    name: 'verify',
    group: LOOK,
    summary: { en: 'builds the source of a contract and compares', zh: '重新编译合约源码并与链上比对' },
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'proof',
    group: LOOK,
    summary: { en: 'proves what a chain holds, and checks such proofs', zh: '生成并核验链上数据的证明' },
    load: () => import('./commands/proof.ts'),
  },
  {
    name: 'inspect',
    group: LOOK,
    summary: { en: 'says what a module is, and whether it is lawful', zh: '检查模块及其合法性' },
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'key',
    group: KEEP,
    summary: { en: 'makes and shows keys', zh: '管理密钥' },
    load: () => import('./commands/key.ts'),
  },
  {
    name: 'node',
    group: KEEP,
    summary: { en: 'keeps a chain open for other commands', zh: '运行节点' },
    load: () => import('./commands/node.ts'),
  },
  {
    name: 'demo',
    group: KEEP,
    summary: { en: 'shows the whole way on real input', zh: '用真实数据演示全过程' },
    load: () => import('./commands/demo.ts'),
  },
  {
    name: 'completion',
    group: KEEP,
    summary: { en: 'prints a script with which a shell completes commands', zh: '输出命令补全脚本' },
    load: () => import('./commands/completion.ts'),
  },
  {
    name: 'doctor',
    group: KEEP,
    summary: { en: 'checks this machine and folder', zh: '检查本机与当前文件夹' },
    load: () => import('./commands/doctor.ts'),
  },
];
