import { keepOffline } from './offline/keep-offline.js';
import { startTheme } from './theme.js';
import { registerWidgets } from './widgets/shell/register-widgets.js';

startTheme();
registerWidgets();
keepOffline();
