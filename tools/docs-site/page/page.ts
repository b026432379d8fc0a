import { addCopyButtons } from './copy-buttons.js';
import { startSearch } from './search-box.js';

addCopyButtons();
startSearch();
