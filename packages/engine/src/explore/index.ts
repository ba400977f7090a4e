export {
  classifyKey,
  KEY_KINDS,
  type ClassifiedKey,
  type KeyKind,
} from './classifyKey';
export { listFolder, type ExploredObject, type FolderPage } from './listFolder';
export { scanKeys, type ScanOptions, type ScanPage } from './scanKeys';
export {
  deleteLeftovers,
  whyItStays,
  type StayReason,
} from './deleteLeftovers';
export {
  describeObject,
  type ObjectDescription,
} from '../storage/describeObject';
export {
  listPage,
  type ListedPage,
  type ListPageOptions,
  type PagedObject,
} from '../storage/listPage';
