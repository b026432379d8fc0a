import { createApp } from 'vue';
import App from './App.vue';

createApp(App, { url: 'model.nam' }).mount('#app');
