import { startTheme } from './theme.js';
import './widgets/demo-app.js';

startTheme();
