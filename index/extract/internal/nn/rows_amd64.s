#include "textflag.h"

// func prefetchRows(rows string, ids []uint32, shift, stride uint)
TEXT ·prefetchRows(SB), NOSPLIT, $0-56
	MOVQ rows_base+0(FP), DI
	MOVQ ids_base+16(FP), SI
	MOVQ ids_len+24(FP), BX
	MOVQ shift+40(FP), CX
	MOVQ stride+48(FP), DX
	LEAQ (SI)(BX*4), BX // end of ids
	JMP  check

next:
	MOVL       (SI), AX
	SHRL       CX, AX
	IMULQ      DX, AX
	PREFETCHT0 (DI)(AX*1)
	ADDQ       $4, SI

check:
	CMPQ SI, BX
	JB   next
	RET

// func addRows(words *[4]uint64, rows string, ids []uint32, shift, stride uint)
TEXT ·addRows(SB), NOSPLIT, $0-64
	MOVQ    words+0(FP), R8
	MOVQ    rows_base+8(FP), DI
	MOVQ    ids_base+24(FP), SI
	MOVQ    ids_len+32(FP), BX
	MOVQ    shift+48(FP), CX
	MOVQ    stride+56(FP), DX
	LEAQ    (SI)(BX*4), BX // end of ids
	PCMPEQW X0, X0
	PSRLW   $8, X0 // every other byte
	MOVQ    0(R8), X1 // even columns
	MOVHPS  16(R8), X1
	MOVQ    8(R8), X2 // odd columns
	MOVHPS  24(R8), X2
	JMP     check

next:
	MOVL  (SI), AX
	SHRL  CX, AX
	IMULQ DX, AX
	MOVOU (DI)(AX*1), X3
	MOVO  X3, X4
	PAND  X0, X3
	PSRLW $8, X4
	PADDW X3, X1
	PADDW X4, X2
	ADDQ  $4, SI

check:
	CMPQ   SI, BX
	JB     next
	MOVQ   X1, 0(R8)
	MOVHPS X1, 16(R8)
	MOVQ   X2, 8(R8)
	MOVHPS X2, 24(R8)
	RET
