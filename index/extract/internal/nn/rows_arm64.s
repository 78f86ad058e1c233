#include "textflag.h"

// func prefetchRows(rows string, ids []uint32, shift, stride uint)
TEXT ·prefetchRows(SB), NOSPLIT, $0-56
	MOVD rows_base+0(FP), R0
	MOVD ids_base+16(FP), R1
	MOVD ids_len+24(FP), R2
	MOVD shift+40(FP), R3
	MOVD stride+48(FP), R4
	ADD  R2<<2, R1, R2 // end of ids
	B    check

next:
	MOVWU.P 4(R1), R5
	LSRW    R3, R5, R5
	MADD    R4, R0, R5, R5 // R0 + R4*R5
	PRFM    (R5), PLDL1KEEP

check:
	CMP R2, R1
	BLO next
	RET
