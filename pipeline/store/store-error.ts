/** The database cannot be used; `rule` names the words (`operations/faults.ts`). */
export class StoreError extends Error {
  readonly rule:
    | 'store.no_wal'
    | 'store.no_database'
    | 'store.folder'
    | 'store.newer'
    | 'store.other_version'
    | 'store.incomplete'
    | 'store.altered'
    | 'store.damaged_text'
    | 'store.old_server'
    | 'store.at_work'
    | 'store.shards_outdated'
    | 'store.foreign_schema'
    | 'store.evidence_lost'
    | 'store.other_home'
    | 'store.shard_twice'
    | 'store.shard_is_main';
  readonly params: Readonly<Record<string, string>>;

  constructor(rule: StoreError['rule'], params: StoreError['params']) {
    super(`${rule} ${JSON.stringify(params)}`);
    this.rule = rule;
    this.params = params;
  }
}
