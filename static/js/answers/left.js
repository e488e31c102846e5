// On a page where nothing can be sent: what this device still keeps.

import { Store } from "../outbox/store.js";
import { showKept } from "./kept.js";

const store = new Store();
showKept(await store.all(), store);
