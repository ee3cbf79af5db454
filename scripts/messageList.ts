/** `npm run docs:messages`: writes everything that a person can be told to the file in which a reviewer sees its changes. */
import { writeFileSync } from "node:fs";
import { messageFile, messageList } from "./messages/messageList";

writeFileSync(messageFile, messageList());
