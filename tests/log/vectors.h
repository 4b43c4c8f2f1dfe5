/* vectors.h - the published test vectors: salt 16 x 07, Ed25519 seeds 32 x 01 (owner) and 32 x 02
 * (alice).  Another implementation of the format must come to the same bytes. */
#ifndef ASSAY_TESTS_LOG_VECTORS_H
#define ASSAY_TESTS_LOG_VECTORS_H

#define VECTOR_MS INT64_C(1767225600000)

/* clang-format off */
#define VECTOR_ITEM_BODY \
	"{\"attachments\":[],\"context\":{},\"prompt\":\"How do I fix a leaky faucet?\",\"ref" \
	"erence\":null,\"responses\":[\"Call a plumber.\",\"Turn off the water…\"]}"
#define VECTOR_ITEM_UID \
	"9836201c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149c7ef"
#define VECTOR_OWNER_KEY \
	"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
#define VECTOR_PROJECT_PAYLOAD \
	"{\"audience\":\"team\",\"box\":\"090909090909090909090909090909090909090909090909090" \
	"9090909090909\",\"device\":\"host\",\"join\":\"closed\",\"key\":\"8a88e3dd7409f195fd" \
	"52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c\",\"name\":\"faucet\",\"nonce\":\"0a0" \
	"a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\",\"owners\":[\"8a88e3dd7409f195fd52db2d3cba5d72ca6709" \
	"bf1d94121bf3748801b40f6f5c\"],\"recovery\":null}"
#define VECTOR_PROJECT_HEADER \
	"01000100010000000100000000000000000000a8da769b0100a8da769b01000000000000000000000000" \
	"000000000000000000000000000000000000000000000000000000000000000000000000000000000000" \
	"000000000000000000000000000000000000000000000000000000000000000000000000000000000000" \
	"00005e01000000000000cc2db141a2eaba4afa8ac96264f1b90c823c5bfe360f5124822a5ec0d1f14beb"
#define VECTOR_PROJECT_ID \
	"6ac9df521eab9689cd5b8f51cdc2f32dbb296663033ae44f3b3ffff049f5acb7"
#define VECTOR_PROJECT_SIG \
	"e2dfdbc2da88337504ea900ccbf72602094f91cb8191160e776cca6b252acf2bff4908c9abe2aec7e6b1" \
	"4f73343d72a02a7ddebb4b5fae0305b3ff7f652d8604"
#define VECTOR_ALICE_KEY \
	"8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394"
#define VECTOR_STREAM_PAYLOAD \
	"{\"audience\":\"self\",\"box\":\"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0" \
	"b0b0b0b0b0b0b\",\"continues\":null,\"device\":\"alice laptop\",\"key\":\"8139770ea87" \
	"d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394\",\"nonce\":\"0c0c0c0c0c0c0c0c" \
	"0c0c0c0c0c0c0c0c\"}"
#define VECTOR_STREAM_ID \
	"04467d1b1cac5258f4405bf24458e97fab00d295464932016d3253f17e164b08"
#define VECTOR_ANNOTATE_PAYLOAD \
	"{\"answers\":{\"accuracy\":{\"r1\":2,\"r2\":4},\"preference\":{\"gaps\":[1],\"groups" \
	"\":[[\"r2\"],[\"r1\"]],\"none_good\":false},\"why\":{\"mentions\":[{\"end\":2,\"is\"" \
	":\"r2\",\"start\":0}],\"text\":\"@A is actionable\"}},\"batch\":\"0d0d0d0d0d0d0d0d0d" \
	"0d0d0d0d0d0d0d\",\"checks\":[],\"for\":null,\"guideline\":\"0e0e0e0e0e0e0e0e0e0e0e0e" \
	"0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e\",\"input\":{\"how\":\"screen\",\"keys\":31" \
	",\"pasted\":0},\"reason\":null,\"shown\":{\"columns\":120,\"layout\":\"columns\",\"o" \
	"rder\":[\"r2\",\"r1\"],\"seed\":\"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\",\"suggestions\"" \
	":null},\"status\":\"done\",\"time\":{\"active_ms\":41000,\"first_answer_ms\":20000," \
	"\"idle_ms\":0,\"opened\":\"2025-12-31T23:59:18Z\",\"sittings\":1,\"visible_ms\":{\"p" \
	"rompt\":4000,\"r1\":15000,\"r2\":22000}}}"
#define VECTOR_ANNOTATE_HEADER \
	"01004000010000000200000000000000010002a8da769b0102a8da769b01000004467d1b1cac5258f440" \
	"5bf24458e97fab00d295464932016d3253f17e164b0804467d1b1cac5258f4405bf24458e97fab00d295" \
	"464932016d3253f17e164b089836201c3f490916da85db500c82d855d1c4951ccec7ac82ca99510b8149" \
	"c7efb202000000000000307279219cd0a2343ce674c4dcca0e29165d0fc55019f94ee11c09f6d672b749"
#define VECTOR_ANNOTATE_ID \
	"2e933da93c8961c2b3724ac75f62935884899ee15351f1453a338376c77bd09a"
#define VECTOR_HEAD_SIG \
	"8955499d78fec10ef34afcbecd23f55bf6f09b70f261a9f15d1b96fd31b1eb5abd084f73ef463c12f8ef" \
	"470aba205fb16436b4fa7c8fb91c1225bb3a9a09df0b"
/* clang-format on */

#endif
