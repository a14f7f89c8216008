import '$lib/theme.css';
import { mount } from 'svelte';
import Phone from './Phone.svelte';

mount(Phone, { target: document.getElementById('page')! });
