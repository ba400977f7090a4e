/** Of pg-boss, unless configuration names another. @internal */
export const QUEUE_SCHEMA = 's3_backup_queue';
