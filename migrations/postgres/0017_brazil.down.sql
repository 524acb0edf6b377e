-- Takes back: Who people are to gov.br.

DROP TABLE "gov_br_identity";
