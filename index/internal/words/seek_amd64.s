#include "textflag.h"

// func seek(tokens *byte, blocks, words uint, p *pairs) (at, left uint, found bool)
TEXT ·seek(SB), NOSPLIT, $0-49
	MOVQ       tokens+0(FP), SI
	MOVQ       blocks+8(FP), CX
	MOVQ       words+16(FP), R8
	MOVQ       p+24(FP), DI
	MOVOU      0(DI), X8
	MOVOU      16(DI), X9
	MOVOU      32(DI), X10
	MOVOU      48(DI), X11
	MOVQ       $0x0f0f0f0f0f0f0f0f, AX
	MOVQ       AX, X12
	PUNPCKLQDQ X12, X12 // the lower half of each byte
	PXOR       X13, X13
	XORQ       R9, R9   // where the block begins
	MOVL       $1, R10  // whether a word begins there
	JMP        check

next:
	MOVOU    (SI)(R9*1), X0  // first bytes
	MOVOU    1(SI)(R9*1), X1 // second bytes
	PMOVMSKB X0, AX
	MOVO     X0, X2
	PSRLW    $4, X0
	PAND     X12, X2
	PAND     X12, X0
	MOVO     X8, X3
	PSHUFB   X2, X3
	MOVO     X9, X4
	PSHUFB   X0, X4
	PAND     X4, X3
	MOVO     X1, X2
	PSRLW    $4, X1
	PAND     X12, X2
	PAND     X12, X1
	MOVO     X10, X4
	PSHUFB   X2, X4
	PAND     X4, X3
	MOVO     X11, X4
	PSHUFB   X1, X4
	PAND     X4, X3
	PCMPEQB  X13, X3
	PMOVMSKB X3, BX
	XORL     $0xffff, AX     // bytes that end a word
	XORL     $0xffff, BX     // bytes that are pairs with the next one
	LEAL     (R10)(AX*2), DX // bytes that begin a word
	ANDL     DX, BX
	JNZ      candidate
	MOVL     AX, R10
	SHRL     $15, R10
	POPCNTL  AX, AX
	CMPQ     AX, R8
	JAE      none
	SUBQ     AX, R8
	ADDQ     $16, R9
	DECQ     CX

check:
	TESTQ CX, CX
	JNZ   next
	MOVQ  R9, at+32(FP)
	MOVQ  R8, left+40(FP)
	MOVB  $0, found+48(FP)
	RET

candidate:
	BSFL    BX, CX
	MOVL    $1, DX
	SHLL    CX, DX
	DECL    DX
	ANDL    DX, AX // words that end before it
	POPCNTL AX, AX
	CMPQ    AX, R8
	JAE     none
	SUBQ    AX, R8
	ADDQ    CX, R9
	MOVQ    R9, at+32(FP)
	MOVQ    R8, left+40(FP)
	MOVB    $1, found+48(FP)
	RET

none:
	MOVQ R9, at+32(FP)
	MOVQ $0, left+40(FP)
	MOVB $0, found+48(FP)
	RET
