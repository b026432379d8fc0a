import { startTheme } from './theme.js';
import { registerWidgets } from './widgets/register.js';

startTheme();
registerWidgets();
