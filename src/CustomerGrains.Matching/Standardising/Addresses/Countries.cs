using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Countries by ISO 3166-1 code and English name, with the other names that records use.</summary>
internal static class Countries
{
    /// <summary>Two-letter code, three-letter code, then names, folded.</summary>
    private const string Table = """
        AF AFG afghanistan
        AX ALA aland islands
        AL ALB albania
        DZ DZA algeria
        AS ASM american samoa
        AD AND andorra
        AO AGO angola
        AI AIA anguilla
        AQ ATA antarctica
        AG ATG antigua and barbuda|antigua
        AR ARG argentina|argentinian
        AM ARM armenia
        AW ABW aruba
        AU AUS australia|australian|commonwealth of australia
        AT AUT austria|osterreich|oesterreich|austrian
        AZ AZE azerbaijan
        BS BHS bahamas|the bahamas
        BH BHR bahrain
        BD BGD bangladesh|bangladeshi
        BB BRB barbados
        BY BLR belarus
        BE BEL belgium|belgie|belgique|belgian
        BZ BLZ belize
        BJ BEN benin
        BM BMU bermuda
        BT BTN bhutan
        BO BOL bolivia
        BQ BES bonaire|caribbean netherlands
        BA BIH bosnia and herzegovina|bosnia
        BW BWA botswana
        BR BRA brazil|brasil|brazilian
        IO IOT british indian ocean territory
        BN BRN brunei|brunei darussalam
        BG BGR bulgaria|bulgarian
        BF BFA burkina faso
        BI BDI burundi
        CV CPV cabo verde|cape verde
        KH KHM cambodia
        CM CMR cameroon
        CA CAN canada|canadian
        KY CYM cayman islands
        CF CAF central african republic
        TD TCD chad
        CL CHL chile
        CN CHN china|peoples republic of china|prc|chinese
        CX CXR christmas island
        CC CCK cocos islands|cocos keeling islands
        CO COL colombia|colombian
        KM COM comoros
        CG COG congo|republic of the congo
        CD COD democratic republic of the congo|dr congo|drc
        CK COK cook islands
        CR CRI costa rica
        CI CIV cote divoire|ivory coast
        HR HRV croatia|hrvatska|croatian
        CU CUB cuba
        CW CUW curacao
        CY CYP cyprus|cypriot
        CZ CZE czechia|czech republic|ceska republika|czech
        DK DNK denmark|danmark|danish
        DJ DJI djibouti
        DM DMA dominica
        DO DOM dominican republic
        EC ECU ecuador
        EG EGY egypt|egyptian
        SV SLV el salvador
        GQ GNQ equatorial guinea
        ER ERI eritrea|eritrean
        EE EST estonia|eesti
        SZ SWZ eswatini|swaziland
        ET ETH ethiopia|ethiopian
        FK FLK falkland islands
        FO FRO faroe islands
        FJ FJI fiji
        FI FIN finland|suomi|finnish
        FR FRA france|french
        GF GUF french guiana
        PF PYF french polynesia
        GA GAB gabon
        GM GMB gambia|the gambia
        GE GEO georgia
        DE DEU germany|deutschland|federal republic of germany|german|deutsch
        GH GHA ghana|ghanaian
        GI GIB gibraltar
        GR GRC greece|hellas|greek
        GL GRL greenland
        GD GRD grenada
        GP GLP guadeloupe
        GU GUM guam
        GT GTM guatemala
        GG GGY guernsey
        GN GIN guinea
        GW GNB guinea bissau
        GY GUY guyana
        HT HTI haiti
        VA VAT holy see|vatican|vatican city
        HN HND honduras
        HK HKG hong kong
        HU HUN hungary|magyarorszag|hungarian
        IS ISL iceland
        IN IND india|indian|bharat
        ID IDN indonesia|indonesian
        IR IRN iran|islamic republic of iran|iranian
        IQ IRQ iraq|iraqi
        IE IRL ireland|eire|republic of ireland|irish
        IM IMN isle of man
        IL ISR israel|israeli
        IT ITA italy|italia|italian
        JM JAM jamaica|jamaican
        JP JPN japan|japanese
        JE JEY jersey
        JO JOR jordan
        KZ KAZ kazakhstan
        KE KEN kenya|kenyan
        KI KIR kiribati
        KP PRK north korea|democratic peoples republic of korea
        KR KOR south korea|korea|republic of korea|korean
        XK XKX kosovo
        KW KWT kuwait
        KG KGZ kyrgyzstan
        LA LAO laos
        LV LVA latvia|latvian
        LB LBN lebanon
        LS LSO lesotho
        LR LBR liberia
        LY LBY libya
        LI LIE liechtenstein
        LT LTU lithuania|lithuanian
        LU LUX luxembourg
        MO MAC macao|macau
        MG MDG madagascar
        MW MWI malawi
        MY MYS malaysia|malaysian
        MV MDV maldives
        ML MLI mali
        MT MLT malta|maltese
        MH MHL marshall islands
        MQ MTQ martinique
        MR MRT mauritania
        MU MUS mauritius
        YT MYT mayotte
        MX MEX mexico|mexican
        FM FSM micronesia
        MD MDA moldova
        MC MCO monaco
        MN MNG mongolia
        ME MNE montenegro
        MS MSR montserrat
        MA MAR morocco|moroccan
        MZ MOZ mozambique
        MM MMR myanmar|burma
        NA NAM namibia
        NR NRU nauru
        NP NPL nepal|nepalese|nepali
        NL NLD netherlands|the netherlands|holland|nederland|dutch
        NC NCL new caledonia
        NZ NZL new zealand|aotearoa
        NI NIC nicaragua
        NE NER niger
        NG NGA nigeria|nigerian
        NU NIU niue
        NF NFK norfolk island
        MK MKD north macedonia|macedonia
        MP MNP northern mariana islands
        NO NOR norway|norge|norwegian
        OM OMN oman
        PK PAK pakistan|pakistani
        PW PLW palau
        PS PSE palestine|state of palestine
        PA PAN panama
        PG PNG papua new guinea
        PY PRY paraguay
        PE PER peru
        PH PHL philippines|the philippines|filipino
        PN PCN pitcairn
        PL POL poland|polska|polish
        PT PRT portugal|portuguese
        PR PRI puerto rico
        QA QAT qatar
        RE REU reunion
        RO ROU romania|romanian
        RU RUS russia|russian federation|russian
        RW RWA rwanda
        BL BLM saint barthelemy
        SH SHN saint helena|st helena
        KN KNA saint kitts and nevis|st kitts
        LC LCA saint lucia|st lucia
        MF MAF saint martin
        PM SPM saint pierre and miquelon
        VC VCT saint vincent and the grenadines|st vincent
        WS WSM samoa
        SM SMR san marino
        ST STP sao tome and principe
        SA SAU saudi arabia|kingdom of saudi arabia
        SN SEN senegal
        RS SRB serbia|srbija|serbian
        SC SYC seychelles
        SL SLE sierra leone
        SG SGP singapore|singaporean
        SX SXM sint maarten
        SK SVK slovakia|slovensko|slovak
        SI SVN slovenia|slovenija
        SB SLB solomon islands
        SO SOM somalia|somali
        ZA ZAF south africa|south african
        GS SGS south georgia
        SS SSD south sudan
        ES ESP spain|espana|spanish
        LK LKA sri lanka|sri lankan
        SD SDN sudan|sudanese
        SR SUR suriname
        SJ SJM svalbard
        SE SWE sweden|sverige|swedish
        CH CHE switzerland|schweiz|suisse|svizzera|swiss
        SY SYR syria|syrian arab republic|syrian
        TW TWN taiwan|republic of china
        TJ TJK tajikistan
        TZ TZA tanzania
        TH THA thailand|thai
        TL TLS timor leste|east timor
        TG TGO togo
        TK TKL tokelau
        TO TON tonga
        TT TTO trinidad and tobago|trinidad
        TN TUN tunisia
        TR TUR turkey|turkiye|turkish
        TM TKM turkmenistan
        TC TCA turks and caicos islands
        TV TUV tuvalu
        UG UGA uganda|ugandan
        UA UKR ukraine|ukrainian
        AE ARE united arab emirates|uae
        GB GBR united kingdom|uk|u k|great britain|britain|england|scotland|wales|northern ireland|united kingdom of great britain and northern ireland|british|english|scottish|welsh
        US USA united states|united states of america|u s a|us of a|america|american
        UY URY uruguay
        UZ UZB uzbekistan
        VU VUT vanuatu
        VE VEN venezuela
        VN VNM vietnam|viet nam|vietnamese
        VG VGB british virgin islands
        VI VIR us virgin islands
        WF WLF wallis and futuna
        EH ESH western sahara
        YE YEM yemen
        ZM ZMB zambia
        ZW ZWE zimbabwe|zimbabwean
        """;

    private static readonly FrozenDictionary<string, string> Codes = Load();

    /// <summary>Two-letter code in capitals of a folded name or code, or null.</summary>
    public static string? CodeOf(string? folded) => folded is null ? null : Codes.GetValueOrDefault(folded);

    private static FrozenDictionary<string, string> Load()
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var code = line[..2];
            codes.Add(code.ToLowerInvariant(), code);
            codes.Add(line[3..6].ToLowerInvariant(), code);
            foreach (var name in line[7..].Split('|'))
            {
                codes.TryAdd(name, code);
            }
        }

        return codes.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
