import '$lib/theme.css';
import './print.css';
import { mount } from 'svelte';
import Backstage from './Backstage.svelte';

mount(Backstage, { target: document.getElementById('page')! });
