-- Takes back: Channels, messages, accounts of e-mail, WhatsApp.

DROP TABLE "whatsapp_session";
DROP TABLE "whatsapp_message";
DROP TABLE "whatsapp_contact";
DROP TABLE "email_account";
DROP TABLE "message";
DROP TABLE "channel";
